"""From a file of any accepted format to one plain model: lines of text and grids of cells, in reading order."""
