"""The pages of the frameworks, a module per kind of work: reading, making, comparing, exchanging."""
