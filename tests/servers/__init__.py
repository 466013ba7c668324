"""Real servers for tests and benchmarks, in folders of their own, reached by unix sockets."""
