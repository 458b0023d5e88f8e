"""What people need in the street: which jobs there are, what a device keeps for them, what is proposed."""
