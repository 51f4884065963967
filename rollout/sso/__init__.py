"""Signing in through an agency's own OpenID Connect provider, and a second factor: django-allauth, an extra.

Off unless the environment says SSO=1; then nothing outside this package and `rollout/views/signing_in.py` knows of it.
With it off, nothing of allauth is imported, and it need not be installed.
"""
