# One image for both roles and kubectl-lb: the first argument is the role.
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY . .
RUN dotnet publish src/LbController.Host -c Release -o /app --nologo \
 && dotnet publish src/LbController.Cli -c Release -o /cli --nologo

FROM mcr.microsoft.com/dotnet/aspnet:10.0
RUN apt-get update \
 && apt-get install -y --no-install-recommends libpcap0.8t64 \
 && rm -rf /var/lib/apt/lists/*
COPY --from=build /app /opt/lb-host
COPY --from=build /cli /opt/kubectl-lb
RUN ln -s /opt/kubectl-lb/kubectl-lb /usr/local/bin/kubectl-lb
# The chart runs the speaker as root with NET_RAW alone; everything else needs no rights.
USER 65534:65534
# The root file system may be read-only.
ENV DOTNET_EnableDiagnostics=0
ENTRYPOINT ["/opt/lb-host/lb-host"]
