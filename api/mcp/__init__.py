"""Tools for assistants, in the Model Context Protocol: on standard input and output (``rapporteur mcp``) and
at ``/mcp`` of a served page. Importing the SDK takes long, so it waits until it is needed."""
