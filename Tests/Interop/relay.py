"""Stands before a server, and can reset every connection that goes through it, or let none through."""

import socket
import struct
import threading


class Relay:
    """Listens on `port` of this machine for the server that listens on the port `behind`."""

    def __init__(self, behind):
        self.behind = behind
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self.listener.getsockname()[1]
        # An end is closed by whoever takes it out of `ends`, under the lock.
        self.lock, self.ends = threading.Lock(), set()
        self.is_down = False
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self):
        """Resets every connection; what was under way is lost."""
        with self.lock:
            for end in self.ends:
                reset(end)
            self.ends.clear()

    def go_down(self):
        """Cuts, and resets whoever comes, until it is up again."""
        self.is_down = True
        self.cut()

    def come_up(self):
        self.is_down = False

    def close(self):
        self.listener.shutdown(socket.SHUT_RD)
        self.listener.close()
        self.cut()

    def _accept(self):
        while True:
            try:
                near, _ = self.listener.accept()
            except OSError:
                return
            if self.is_down:
                reset(near)
                continue
            try:
                far = socket.create_connection(("127.0.0.1", self.behind))
            except OSError:
                reset(near)
                continue
            with self.lock:
                self.ends |= {near, far}
            threading.Thread(target=self._join, args=(near, far), daemon=True).start()

    def _join(self, near, far):
        back = threading.Thread(target=self._pass_on, args=(far, near), daemon=True)
        back.start()
        self._pass_on(near, far)
        back.join()
        with self.lock:
            for end in self.ends & {near, far}:
                end.close()
            self.ends -= {near, far}

    def _pass_on(self, source, drain):
        try:
            while piece := source.recv(65536):
                drain.sendall(piece)
            drain.shutdown(socket.SHUT_WR)
        except OSError:
            # The server was killed, or this connection was cut: both ends go the same way.
            with self.lock:
                for end in self.ends & {source, drain}:
                    reset(end)
                self.ends -= {source, drain}


def reset(end):
    """Closes with RST; a thread that reads from it wakes."""
    end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    try:
        end.shutdown(socket.SHUT_RD)
    except OSError:
        pass
    end.close()
