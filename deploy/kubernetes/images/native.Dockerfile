# docker build -f deploy/kubernetes/images/native.Dockerfile -t giftwarden/auth:1.0.0 auth-service
# after ./mvnw package -Dnative. The command and every flag are the manifest's.
FROM debian:trixie-slim
COPY --chmod=0555 target/*-runner /giftwarden/service
COPY target/sbom.json /giftwarden/
USER 10001
