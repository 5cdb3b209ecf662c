"""A server of the chat API that is not ours: python-socketio and aiohttp, in the field's dialect."""
