"""Any second of a deployment in containers: what its archive keeps, how it is brought back, how that is tried."""
