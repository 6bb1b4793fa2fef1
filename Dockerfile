# Fabula for those who would rather not install Python. Built with a network, run without one:
#   docker build -t fabula .
#   docker run --rm --network none -v "$PWD:/books" fabula read novel.epub
FROM python:3.12-slim AS build
WORKDIR /source
COPY pyproject.toml README.md LICENSE ./
COPY src src
RUN python -m venv /fabula && /fabula/bin/pip install --no-cache-dir --disable-pip-version-check --only-binary ":all:" --no-binary fabula .

FROM python:3.12-slim
RUN useradd --create-home --uid 10001 reader && mkdir /books && chown reader /books
COPY --from=build /fabula /fabula
USER reader
WORKDIR /books
ENV PATH="/fabula/bin:$PATH" PYTHONDONTWRITEBYTECODE=1
ENTRYPOINT ["fabula"]
CMD ["--help"]
