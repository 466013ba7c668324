"""The worker: one process per queue, and the relay, forked from this one when all is loaded."""

import argparse
import sys

import tasks
from balcao.bootstrap import WorkParts, build_app
from balcao.foundation import logs
from balcao.jobs.work import members
from balcao.jobs.work.crew import Crew
from config import load_settings_or_exit, without_secrets

__all__ = ["main", "run", "tasks"]


def main(argv: list[str] | None = None) -> int:
    """Run the workers until told to stop."""
    wish = _parsed(argv)
    settings = load_settings_or_exit()
    parts = WorkParts(build_app(settings), settings)
    logs.set_up(as_json=settings.log_format == "json", verbose=wish.verbose)
    if wish.check:
        return 0 if members.anybody_alive(parts.engine()) else 1
    queues = members.queues_for(wish.queues, everything=wish.all, cleanup=wish.cleanup)
    redis = "off" if settings.redis_forced_off else without_secrets(settings.rq_redis_url)
    print(members.banner(redis, parts.carrier(), queues), flush=True)
    name = wish.name or members.default_name()
    works = members.crew(parts, name, queues, burst=wish.burst)
    return Crew(works, parts.companions(), burst=wish.burst).run()


def run(rq_id: str) -> None:
    """Do one row: what RQ's own worker would call, should somebody prefer it to ours."""
    settings = load_settings_or_exit()
    members.run_carried(WorkParts(build_app(settings), settings), rq_id)


def _name(text: str) -> str:
    if not 1 <= len(text) <= members.LONGEST_NAME:
        message = f"a name has 1 to {members.LONGEST_NAME} characters"
        raise argparse.ArgumentTypeError(message)
    return text


def _parsed(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("queues", nargs="*", metavar="QUEUE", help="serve only these queues")
    parser.add_argument("--all", action="store_true", help="serve every queue")
    parser.add_argument("--cleanup", action="store_true", help="serve only the cleaning queue")
    parser.add_argument("--verbose", action="store_true", help="log more")
    parser.add_argument("--burst", action="store_true", help="end when nothing is due any more")
    parser.add_argument("--name", type=_name, help="what this worker is called")
    parser.add_argument("--check", action="store_true", help="exit 0 if a worker is alive here")
    return parser.parse_args(argv)


if __name__ == "__main__":
    sys.exit(main())
