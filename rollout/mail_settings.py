"""How mail is sent, from one variable of the environment. Pure; the README lists what can be written.

console: (the default) · file:///var/mail/rollout · smtp://user:password@host:25 · smtp+tls://… (STARTTLS) · smtps://…
"""

from urllib.parse import unquote, urlsplit

BACKENDS = "django.core.mail.backends"
PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
SECONDS = 10  # a server that does not answer must not hold a request or a digest


def mail_settings(url: str) -> dict[str, object]:
    """Django's settings for an EMAIL_URL; empty is the console. Raises ValueError for what is none of them."""
    parts = urlsplit(url or "console:")
    if parts.scheme == "console":
        return {"EMAIL_BACKEND": f"{BACKENDS}.console.EmailBackend"}
    if parts.scheme == "file" and parts.path:
        return {"EMAIL_BACKEND": f"{BACKENDS}.filebased.EmailBackend", "EMAIL_FILE_PATH": unquote(parts.path)}
    if parts.scheme in PORTS and parts.hostname:
        return {
            "EMAIL_BACKEND": f"{BACKENDS}.smtp.EmailBackend",
            "EMAIL_HOST": parts.hostname,
            "EMAIL_PORT": parts.port or PORTS[parts.scheme],
            "EMAIL_HOST_USER": unquote(parts.username or ""),
            "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
            "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
            "EMAIL_USE_SSL": parts.scheme == "smtps",
            "EMAIL_TIMEOUT": SECONDS,
        }
    raise ValueError("EMAIL_URL is console:, file:///folder, or smtp://, smtp+tls:// or smtps:// with a host")
