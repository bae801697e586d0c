"""News articles in, a geopolitical event knowledge graph out: who did what to whom, when and where, and who says so."""
