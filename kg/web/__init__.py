"""The local web app: pages about a graph, and a SPARQL 1.1 endpoint. Only for this computer."""
