"""What the desk does with cells, one module a task: compare, timeline, brief."""
