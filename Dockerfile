# One image for every role: alone it is the whole product, with another command it is a worker.
FROM python:3.11-slim

# requirements-google.txt adds Google Vision's client; without it receipts are read here only.
ARG REQUIREMENTS=requirements.txt
ENV REQUIREMENTS=$REQUIREMENTS \
    PATH=/app/.venv/bin:$PATH \
    OMP_NUM_THREADS=1 \
    PYTHONUNBUFFERED=1 \
    HOST=0.0.0.0 \
    VAR_DIR=/data

RUN useradd --uid 10001 --create-home balcao \
 && install -d -m 700 -o balcao -g balcao /data

# Every package is a wheel with its hash, so no compiler; this layer changes only with the lock.
WORKDIR /app
COPY requirements.txt requirements-google.txt start_with_rq.sh ./
RUN PIP_NO_CACHE_DIR=1 ./start_with_rq.sh --install-only
COPY . .

USER balcao
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["python", "-m", "balcao.launcher.health"]
CMD ["./start_with_rq.sh"]
