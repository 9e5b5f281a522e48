# docker build -t sphinx-adoc . && docker run --rm -v "$PWD:/docs" sphinx-adoc check
FROM python:3.12-slim
RUN apt-get update \
    && apt-get install --yes --no-install-recommends git \
    && rm -rf /var/lib/apt/lists/*
COPY . /src
RUN pip install --no-cache-dir "/src[antora,claims]" && rm -rf /src
RUN useradd --create-home reader
USER reader
WORKDIR /docs
ENTRYPOINT ["sphinx-adoc"]
CMD ["check"]
