"""Questions about a whole cluster: scenarios, their runs, sweeps over many, and both in words and pictures."""
