"""nameko's rim: what gives a service its registers, relay, subscriber and RPC, and the program that runs it."""
