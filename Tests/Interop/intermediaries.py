"""What stands between a client and a server in the field: nginx, an HTTP proxy, a SOCKS5 proxy."""

import shutil
import socket
import subprocess

from support import wait_until


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def listens(port):
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
    except OSError:
        return False


class Daemon:
    """A program in the foreground that listens on `port`, with its output in `log`."""

    def __init__(self, folder, name, *command, port):
        program = shutil.which(name, path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin")
        assert program, f"{name} is not installed; scripts/setup installs it"
        self.log = folder / f"{name}.log"
        self.port = port
        with self.log.open("wb") as log:
            self.popen = subprocess.Popen(
                [program, *map(str, command)], stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        wait_until(lambda: listens(port) or self.popen.poll() is not None, f"{name} to listen")
        assert self.popen.poll() is None, self.log.read_text(errors="replace")

    def stop(self):
        self.popen.terminate()
        try:
            self.popen.wait(10)
        except subprocess.TimeoutExpired:
            self.popen.kill()
            self.popen.wait()


class Nginx(Daemon):
    """A balancer before servers on these ports. Without a cookie any of them may be chosen; the
    cookie `node` names the one that answered. `blocks_websocket` answers an upgrade with 403."""

    def __init__(self, folder, servers, blocks_websocket=False):
        home = folder / "nginx"
        (home / "tmp").mkdir(parents=True)
        port = free_port()
        share = 100 // len(servers)
        parts = [f"{share}% 127.0.0.1:{server};" for server in servers[:-1]]
        parts.append(f"* 127.0.0.1:{servers[-1]};")
        known = [f"{server} 127.0.0.1:{server};" for server in servers]
        temporary = "".join(
            f"{kind}_temp_path {home}/tmp/{kind};"
            for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        block = "if ($http_upgrade) { return 403; }" if blocks_websocket else ""
        (home / "nginx.conf").write_text(f"""
daemon off; pid {home}/pid; error_log {home}/error.log; worker_processes 1;
events {{ worker_connections 256; }}
http {{
  access_log {home}/access.log; {temporary}
  split_clients $request_id $any {{ {" ".join(parts)} }}
  map $cookie_node $chosen {{ default $any; {" ".join(known)} }}
  map $chosen $node {{ ~:(?<number>\\d+)$ $number; }}
  map $http_upgrade $connection_header {{ default upgrade; '' close; }}
  server {{
    listen 127.0.0.1:{port};
    location / {{
      {block}
      proxy_pass http://$chosen; proxy_http_version 1.1; proxy_read_timeout 120s;
      proxy_set_header Host $host; proxy_set_header Upgrade $http_upgrade;
      proxy_set_header Connection $connection_header;
      add_header Set-Cookie "node=$node; Path=/; HttpOnly" always;
    }}
  }}
}}
""")
        self.access = home / "access.log"
        super().__init__(
            folder, "nginx", "-p", home, "-e", home / "error.log", "-c", home / "nginx.conf",
            port=port)

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"


class HTTPProxy(Daemon):
    """tinyproxy, which passes CONNECT to any port and logs what it was asked."""

    def __init__(self, folder):
        port = free_port()
        configuration = folder / "tinyproxy.conf"
        configuration.write_text(
            f"Port {port}\nListen 127.0.0.1\nTimeout 120\nAllow 127.0.0.1\nLogLevel Connect\n")
        super().__init__(folder, "tinyproxy", "-d", "-c", configuration, port=port)
        self.url = f"http://127.0.0.1:{port}"

    def asked(self):
        return self.log.read_text(errors="replace")


class SOCKSProxy(Daemon):
    """microsocks, which logs every connection."""

    def __init__(self, folder):
        port = free_port()
        super().__init__(folder, "microsocks", "-i", "127.0.0.1", "-p", port, port=port)
        self.url = f"socks5h://127.0.0.1:{port}"

    def asked(self):
        return self.log.read_text(errors="replace")
