"""The built program, run as a person would run it: a demonstration in a folder of its own, served on a free port."""

import os
import pathlib
import re
import shutil
import signal
import subprocess
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[3]


class NotBuilt(Exception):
    """There is no program to run."""


def program() -> pathlib.Path:
    """`KEPT_PROGRAM` where it is set, else the one that was built last."""
    told = os.environ.get("KEPT_PROGRAM")
    if told:
        return pathlib.Path(told).resolve()
    built = [ROOT / ".build" / flavour / "kept" for flavour in ("debug", "release")]
    built = [path for path in built if path.exists()]
    if not built:
        raise NotBuilt("no kept in .build; run `swift build` first, or name one with KEPT_PROGRAM")
    return max(built, key=lambda path: path.stat().st_mtime)


class ServedKept:
    """A served demonstration. Use it in a `with`: afterwards the process has ended and its folder is gone."""

    def __init__(self, demonstration: bool = True, port: int = 0):
        self.program = program()
        self.demonstration = demonstration
        self.port = port
        self.folder = None
        self.process = None
        self.listener = None
        self.lines = []
        self.address = None
        self.link = None

    def __enter__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="kept-browser-"))
        try:
            if self.demonstration:
                self.run("demo")
            self._serve()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(timeout=25)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        if self.listener:
            self.listener.join()
            self.process.stdout.close()
        if self.folder:
            shutil.rmtree(self.folder, ignore_errors=True)

    def run(self, *arguments: str) -> str:
        """Runs one command on the served record and answers what it printed."""
        command = [str(self.program), *arguments, "--data", str(self.folder)]
        done = subprocess.run(command, capture_output=True, text=True, env=self._environment(), check=False)
        if done.returncode != 0:
            raise RuntimeError(f"{' '.join(command)} ended with {done.returncode}: {done.stderr.strip()}")
        return done.stdout

    def sign_in_link(self) -> str:
        return self.run("sign-in-link", "--address", self.address).strip()

    def _serve(self):
        command = [str(self.program), "serve", "--data", str(self.folder), "--port", str(self.port)]
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=self._environment()
        )
        served = threading.Event()
        self.listener = threading.Thread(target=self._listen, args=(served,), daemon=True)
        self.listener.start()
        end = time.monotonic() + 60
        while not served.wait(0.05):
            if self.process.poll() is not None:
                raise RuntimeError(f"kept serve ended with {self.process.returncode}: {''.join(self.lines)}")
            if time.monotonic() > end:
                raise RuntimeError(f"kept serve said no address within a minute: {''.join(self.lines)}")

    def _listen(self, served):
        for line in self.process.stdout:
            self.lines.append(line)
            if self.address is None and (found := re.search(r"serves on (http://\S+)", line)):
                self.address = found.group(1)
                served.set()
            elif found := re.search(r"(http://\S+/sign-in/\S+)", line):
                self.link = found.group(1)

    @staticmethod
    def _environment():
        return {**os.environ, "LC_ALL": "C.UTF-8", "KEPT_DATA": "", "KEPT_DATABASE": ""}
