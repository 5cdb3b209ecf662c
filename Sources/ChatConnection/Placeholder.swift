// ChatConnection
