"""A strict Bot API server in one process, with a browser chat and a clock that can be moved.

It refuses what Telegram refuses, in Telegram's words (`refusals`), and says so loudly where it covers nothing. Two
sides share one `world`: a bot's, over HTTP (`server`, `methods`), and a person's (`person`, `acts`, the page).
"""
