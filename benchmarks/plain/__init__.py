"""What a LlamaIndex user would put together from its documentation, on the product's models."""
