"""Frameworks in the formats of others: CASE 1.1 out and in, and the learning outcomes of the Open Education API."""
