"""The parts of the page that know Gradio."""
