FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /build
COPY . .
RUN --mount=type=cache,target=/m2 mvn -B -q -Dmaven.repo.local=/m2 package -DskipTests

FROM eclipse-temurin:17-jre
RUN useradd --system --user-group --home-dir /homeward --create-home homeward
WORKDIR /homeward
COPY --from=build /build/target/homeward.jar .
USER homeward
EXPOSE 8080
# bash itself asks, so that the image needs no curl.
HEALTHCHECK --interval=10s --timeout=5s --start-period=2m --retries=6 \
  CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /actuator/health/readiness HTTP/1.0\\r\\n\\r\\n' >&3 && grep -q '\"UP\"' <&3"]
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=75", "-jar", "homeward.jar"]
