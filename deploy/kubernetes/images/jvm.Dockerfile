# docker build -f deploy/kubernetes/images/jvm.Dockerfile -t giftwarden/auth:local auth-service
# after ./mvnw package. The command and every flag are the manifest's.
FROM eclipse-temurin:25-jre
COPY target/quarkus-app /giftwarden
USER 10001
