# One image for both roles and kubectl-lb: the first argument is the role.
# More than one architecture: docker buildx build --platform linux/amd64,linux/arm64 .
# The compiler runs on the platform that the image is for, emulated where the builder is another: it needs that platform's linker and libraries.
ARG SDK_IMAGE=mcr.microsoft.com/dotnet/sdk:10.0-noble
ARG RUNTIME_IMAGE=mcr.microsoft.com/dotnet/runtime-deps:10.0-noble-chiseled

FROM ${SDK_IMAGE} AS build
WORKDIR /source
COPY . .
RUN sh scripts/install-compiler.sh \
 && sh scripts/publish-native.sh Host /image/opt/lb-host \
 && sh scripts/publish-native.sh Cli /image/opt/kubectl-lb \
 && mkdir -p /image/usr/share/sbom \
 && sh scripts/sbom.sh artifacts/native/bin/*/*/lb-host.deps.json artifacts/native/bin/*/*/kubectl-lb.deps.json >/image/usr/share/sbom/lb-controller.cdx.json
# What a BPF filter is compiled with. The base has neither a shell nor packages, so the library comes with those that it needs, but for the base's own.
RUN sh scripts/copy-libpcap.sh /image

FROM ${RUNTIME_IMAGE}
COPY --from=build /image /
LABEL org.opencontainers.image.title="lb-controller" \
      org.opencontainers.image.description="A load balancer for Kubernetes clusters that have no cloud under them" \
      org.opencontainers.image.licenses="Apache-2.0"
# The chart runs the speaker as root with NET_RAW alone; everything else needs no rights.
USER 65534:65534
# The root file system may be read-only: no diagnostics socket is made in /tmp.
ENV DOTNET_EnableDiagnostics=0
ENTRYPOINT ["/opt/lb-host/lb-host"]
