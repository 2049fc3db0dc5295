"""What commands print: panels, tables and queries, made when they are needed."""
