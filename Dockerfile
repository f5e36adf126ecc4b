# One image for both roles and kubectl-lb: the first argument is the role.
# More than one architecture: docker buildx build --platform linux/amd64,linux/arm64 .
ARG SDK_IMAGE=mcr.microsoft.com/dotnet/sdk:10.0
ARG RUNTIME_IMAGE=mcr.microsoft.com/dotnet/aspnet:10.0

# The compiler runs on the builder's own architecture, whatever the image is for.
FROM --platform=${BUILDPLATFORM:-linux/amd64} ${SDK_IMAGE} AS build
ARG TARGETARCH=amd64
WORKDIR /source
COPY . .
# Docker and .NET call the architectures differently.
RUN arch=$(echo "$TARGETARCH" | sed 's/^amd64$/x64/') \
 && dotnet publish src/LbController.Host -c Release -o /image/opt/lb-host --nologo -a "$arch" --self-contained false \
 && dotnet publish src/LbController.Cli -c Release -o /image/opt/kubectl-lb --nologo -a "$arch" --self-contained false \
 && rm -f /image/opt/*/*.pdb \
 && mkdir -p /image/usr/share/sbom \
 && sh scripts/sbom.sh /image/opt/lb-host/lb-host.deps.json /image/opt/kubectl-lb/kubectl-lb.deps.json >/image/usr/share/sbom/lb-controller.cdx.json

FROM ${RUNTIME_IMAGE}
# What a BPF filter is compiled with; nothing else of the distribution's is added.
RUN ls /usr/lib/*/libpcap.so.0.8 >/dev/null 2>&1 \
 || { apt-get update && apt-get install -y --no-install-recommends libpcap0.8t64 && rm -rf /var/lib/apt/lists/*; }
COPY --from=build /image/opt /opt
COPY --from=build /image/usr/share/sbom /usr/share/sbom
LABEL org.opencontainers.image.title="lb-controller" \
      org.opencontainers.image.description="A load balancer for Kubernetes clusters that have no cloud under them" \
      org.opencontainers.image.licenses="Apache-2.0"
# The chart runs the speaker as root with NET_RAW alone; everything else needs no rights.
USER 65534:65534
# The root file system may be read-only: no diagnostics socket is made in /tmp.
ENV DOTNET_EnableDiagnostics=0
ENTRYPOINT ["/opt/lb-host/lb-host"]
