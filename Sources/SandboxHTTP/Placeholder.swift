// SandboxHTTP
