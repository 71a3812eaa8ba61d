"""The figure: bodies, the solver of their movements, people drawn for tests. numpy and scipy; build and test only."""
