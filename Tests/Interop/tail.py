"""A running `furrow tail`, for every suite that listens."""

import signal

import pytest

BOTH = pytest.mark.parametrize("transport", ["websocket", "polling"])


def online(event):
    return event["event"] == "connection" and event["data"]["state"] == "online"


def named(name):
    return lambda event: event["event"] == name


class Tail:
    """A running `furrow tail --json`."""

    def __init__(self, furrow, *words, transport="auto", who="support"):
        self.process = furrow.start(
            "tail", *words, "--json", "--transport", transport, who=who)

    def next(self, name):
        return self.process.json_line(named(name))["data"]

    def online(self):
        return self.process.json_line(online)["data"]

    def __enter__(self):
        return self

    def __exit__(self, *error):
        if self.process.popen.poll() is None:
            self.process.end(signal.SIGKILL if error[0] else signal.SIGTERM)
