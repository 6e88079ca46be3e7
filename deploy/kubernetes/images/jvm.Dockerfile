# docker build -f deploy/kubernetes/images/jvm.Dockerfile -t giftwarden/auth:local auth-service
# after deploy/kubernetes/images/prepare. The command and every flag are the manifest's.
FROM debian:trixie-slim
COPY target/image target/sbom.json /giftwarden/
USER 10001
