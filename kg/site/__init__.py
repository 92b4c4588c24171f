"""Pages about a graph as HTML: what ``kg serve`` shows and ``kg report`` writes, from the same templates."""
