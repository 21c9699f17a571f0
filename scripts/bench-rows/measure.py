"""What every row needs: programs run and timed, a server started and asked, wrk, figures of a process."""

import json
import os
import resource
import signal
import socket
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

SCRIPTS = Path(__file__).resolve().parent.parent
KEPT = os.environ["KEPT_BIN"]
WORK = Path(os.environ["KEPT_BENCH_WORK"]).resolve()
TICKS = os.sysconf("SC_CLK_TCK")


def step(text: str) -> None:
    print(time.strftime("%H:%M:%S "), text, file=sys.stderr, flush=True)


@dataclass
class Row:
    """One line of the table: figures already worded, `reached` None where nothing was promised."""

    what: str
    measured: str
    ceiling: str
    ratio: str
    reach: str
    reached: bool | None
    facts: dict = field(default_factory=dict)


@dataclass
class Ran:
    seconds: float
    cpu: float
    peak_mb: float
    output: str


def run(command: list, input_text: str | None = None, env: dict | None = None) -> Ran:
    """Runs a program to its end; peak memory and processor time are its own."""
    start = time.monotonic()
    process = subprocess.Popen(
        [str(part) for part in command], stdin=subprocess.PIPE if input_text is not None else subprocess.DEVNULL,
        stdout=subprocess.PIPE, text=True, env={**os.environ, **(env or {})})
    if input_text is not None:
        process.stdin.write(input_text)
        process.stdin.close()
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.monotonic() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{command[0]} ended with {process.returncode}: {' '.join(map(str, command))}\n{output}")
    return Ran(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, output)


def kept(*arguments) -> Ran:
    return run([KEPT, *arguments])


class Server:
    """`kept serve` on a free port, until the end of the `with` block."""

    def __init__(self, data: Path, *arguments: str, preload: Path | None = None):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.base = f"http://127.0.0.1:{self.port}"
        env = dict(os.environ)
        if preload:
            env["LD_PRELOAD"] = str(preload)
        self.log = open(WORK / f"serve-{data.name}.log", "w")
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            [KEPT, "serve", "--data", str(data), "--port", str(self.port), "--bench-routes", *arguments],
            stdout=self.log, stderr=self.log, env=env)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(60)
        self.log.close()

    def first_answer(self, path: str, headers: dict | None = None) -> float:
        """Seconds from the start of the process to its first answer to `path`."""
        while True:
            if self.process.poll() is not None:
                sys.exit(f"kept serve ended: {Path(self.log.name).read_text()}")
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                self.get(path, headers)
                return time.monotonic() - self.started
            except OSError:
                if time.monotonic() - self.started > 60:
                    sys.exit(f"kept serve does not answer: {Path(self.log.name).read_text()}")
                time.sleep(0.001)

    def get(self, path: str, headers: dict | None = None) -> bytes:
        return self.ask("GET", path, None, headers or {})

    def post(self, path: str, body: dict, headers: dict) -> dict:
        return json.loads(self.ask("POST", path, json.dumps(body).encode(), {**headers, "Content-Type": "application/json"}))

    def ask(self, method: str, path: str, body: bytes | None, headers: dict) -> bytes:
        request = urllib.request.Request(self.base + path, data=body, method=method, headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.read()
        except urllib.error.HTTPError as error:
            sys.exit(f"{method} {path}: {error.code} {error.read().decode(errors='replace')[:500]}")

    @property
    def cpu(self) -> float:
        """Processor seconds used so far."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def memory_mb(self, name: str = "VmRSS") -> float:
        for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith(name + ":"):
                return int(line.split()[1]) / 1024
        raise KeyError(name)


@dataclass
class Load:
    per_second: float
    p50_ms: float
    p99_ms: float
    cpu_us: float
    errors: int


def load(server: Server, path: str, connections: int, seconds: float, script: str = "bench-get.lua", **env: str) -> Load:
    """Asks as fast as the server answers, by wrk on one thread."""
    before = server.cpu
    ran = run(
        ["wrk", "-t1", f"-c{connections}", f"-d{seconds:g}s", "-s", SCRIPTS / script, server.base + path], env=env)
    used = server.cpu - before
    line = next(line for line in ran.output.splitlines() if line.startswith("BENCH "))
    found = json.loads(line[6:])
    if found["requests"] == 0:
        sys.exit(f"{path} answered nothing:\n{ran.output}")
    return Load(
        found["requests"] / found["seconds"], found["p50_ms"], found["p99_ms"], used / found["requests"] * 1e6,
        found["errors"])


def median(values) -> float:
    return statistics.median(values)


def compared(server: Server, path: str, ceiling: str, connections: int, rounds: int, seconds: float, **env: str):
    """`path` and `ceiling` in turns, so that other work on the machine meets both alike. The loads of both, and the
    median of the rounds' ratios."""
    load(server, path, connections, 1, **env)
    load(server, ceiling, connections, 1, **env)
    ours, theirs = [], []
    for _ in range(rounds):
        theirs.append(load(server, ceiling, connections, seconds, **env))
        ours.append(load(server, path, connections, seconds, **env))
    ratio = median(a.per_second / b.per_second for a, b in zip(ours, theirs))
    return ours, theirs, ratio


def fresh(name: str) -> Path:
    """An empty folder for a record."""
    folder = WORK / name
    subprocess.run(["rm", "-rf", str(folder)], check=True)
    folder.mkdir(parents=True)
    return folder


def token(data: Path) -> dict:
    """Headers that let a program do everything."""
    secret = kept("token", "create", "--data", data, "--name", "bench", "--scope", "admin").output.strip()
    return {"Authorization": f"Bearer {secret}"}


def session(data: Path) -> str:
    """The Cookie header of the first owner, signed in."""
    return "kept-session=" + kept("bench", "session", "--data", data).output.strip()


def number(value: float, digits: int = 0) -> str:
    return f"{value:,.{digits}f}"
