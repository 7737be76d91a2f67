"""What the PyTorch sides of the learning benchmarks share: flags, timing, one JSON line for each figure."""
import argparse
import json
import resource
import time

import torch


def arguments(sizes=()):
    parser = argparse.ArgumentParser(description=__doc__)
    if sizes:
        parser.add_argument("size", choices=sizes)
    parser.add_argument("--compile", action="store_true", help="run the model through torch.compile")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=5, help="the median of so many is printed")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(1)
    return options


def report(name, options, step):
    """Prints the median time of `step` after two warm-up calls, and the most memory ever resident."""
    for _ in range(2):
        step()
    seconds = []
    for _ in range(options.rounds):
        start = time.perf_counter()
        step()
        seconds.append(time.perf_counter() - start)
    line = {
        "name": name,
        "mode": "compile" if options.compile else "eager",
        "seconds": sorted(seconds)[len(seconds) // 2],
        "peak_rss_bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
    }
    print(json.dumps(line), flush=True)
