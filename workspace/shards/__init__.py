"""Reading and embedding in other processes, for the one that stores."""
