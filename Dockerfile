# All tools in one small image:
#
#   docker build --tag recurrent .
#   docker run --rm recurrent textgen sample --seed "Once"
#   echo "Not bad, but far too long." | docker run --rm --interactive recurrent sentiment classify
#   docker run --rm --volume "$PWD:/data" --user "$(id -u):$(id -g)" \
#       recurrent textgen train my.txt
#
# The options of `make install` and the libraries that the program needs: Documentation/installation.md.
ARG SWIFT_VERSION=6.1

FROM swift:${SWIFT_VERSION}-bookworm AS build
RUN apt-get update \
    && apt-get install --yes --no-install-recommends libicu-dev make pkg-config \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /recurrent
COPY . .
RUN make install PREFIX=/usr/local DESTDIR=/installed

FROM debian:bookworm-slim
RUN apt-get update \
    && apt-get install --yes --no-install-recommends libicu72 libstdc++6 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --create-home recurrent
COPY --from=build /installed/usr/local/ /usr/local/
USER recurrent
WORKDIR /data
ENTRYPOINT ["recurrent"]
CMD ["--help"]
