"""The only door to model servers: ask them, watch their health, choose among them, and rehearse without them."""
