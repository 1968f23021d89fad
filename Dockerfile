# Reproducible from the lock: every package is checked against its hash.
FROM python:3.12-slim AS build
WORKDIR /src
COPY requirements.lock ./
RUN python -m venv /opt/quizbot && /opt/quizbot/bin/pip install --no-cache-dir --require-hashes --no-deps -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY bot ./bot
COPY requirements-dev.lock ./
RUN python - <<'END' > build.lock
import re, pathlib
text = pathlib.Path("requirements-dev.lock").read_text()
print(re.search(r"^setuptools==.*?(?=^\S|\Z)", text, re.M | re.S)[0])
END
RUN /opt/quizbot/bin/pip install --no-cache-dir --require-hashes --no-deps -r build.lock \
 && /opt/quizbot/bin/pip install --no-cache-dir --no-deps --no-build-isolation --no-index . \
 && /opt/quizbot/bin/pip uninstall --yes setuptools pip

FROM python:3.12-slim
RUN useradd --create-home --uid 10001 quizbot && install -d -o quizbot /data
COPY --from=build /opt/quizbot /opt/quizbot
COPY cards /cards
ENV PATH=/opt/quizbot/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    QUIZBOT_DATABASE=sqlite+aiosqlite:////data/quizbot.db \
    QUIZBOT_CARDS='["/cards"]'
USER quizbot
WORKDIR /data
VOLUME /data
HEALTHCHECK --interval=1m --timeout=10s --start-period=30s CMD ["quizbot", "health"]
ENTRYPOINT ["quizbot"]
CMD ["run"]
