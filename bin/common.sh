# What the launchers share: where the project is, a JDK 25, building on first use, running Java. To be sourced.

root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
version=0.1.0-SNAPSHOT

fail() {
    echo "lanewise: $1" >&2
    exit 2
}

# Sets jdk to a JDK 25: JAVA_HOME, the java on the PATH, or one in the places where JDKs usually lie.
find_jdk() {
    local candidate on_path=
    command -v java > /dev/null && on_path=$(dirname "$(dirname "$(readlink -f "$(command -v java)")")")
    for candidate in "${JAVA_HOME:-}" "$on_path" /usr/lib/jvm/* /usr/local/lib/jvm/* /opt/java/* "$HOME"/.sdkman/candidates/java/* \
        "$HOME"/.jdks/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
        if [[ -x $candidate/bin/javac ]] && grep -qs '^JAVA_VERSION="25[".]' "$candidate/release"; then
            jdk=$candidate
            return
        fi
    done
    fail 'no JDK 25 found; install one, for example Temurin 25, where JDKs usually lie, or set JAVA_HOME to it'
}

maven() {
    command -v mvn > /dev/null || fail 'no Maven found; install Maven 3.8 or later, so that mvn is on the PATH'
    (cd "$1" && shift && mvn "$@")
}

# Builds the engine, the test kit and the project in folder $1 without their tests, if its jar $2 is missing or older than a
# source.
build_if_stale() {
    local jar=$root/$1/target/$2 part
    if [[ ! -f $jar ]] || [[ -n $(find "$root/pom.xml" "$root/build" "$root/src/main" "$root"/{testkit,"$1"}/{pom.xml,src/main} \
        -newer "$jar" -type f -print -quit) ]]; then
        echo "lanewise: building (the first time takes a minute) ..." >&2
        local log
        log=$(mktemp)
        for part in "$root" "$root/testkit" "$root/$1"; do
            if ! maven "$part" -q install -Dmaven.test.skip=true > "$log" 2>&1; then
                cat "$log" >&2
                rm -f "$log"
                fail 'the build failed; its output is above'
            fi
        done
        rm -f "$log"
        touch "$jar"
    fi
}

# Runs Java with what the vector kernels need, and protobuf-java to be silent, after the user's own JDK_JAVA_OPTIONS. Where
# errors go to a file or a program, the lines that the JVM itself prints about its options are left out: what remains is ours.
run_java() {
    local java=("$jdk/bin/java" --add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED
        --sun-misc-unsafe-memory-access=allow "$@")
    if [[ -t 2 ]]; then
        exec "${java[@]}"
    fi
    exec 3> >(grep --line-buffered -v -e '^WARNING: Using incubator modules: ' -e '^NOTE: Picked up JDK_JAVA_OPTIONS: ' >&2)
    local filter=$! child status=0
    "${java[@]}" <&0 2>&3 3>&- &
    child=$!
    exec 3>&-
    # Who stops the launcher means Java. A trap ends a wait before the child has ended.
    trap 'kill "$child" 2> /dev/null' INT TERM HUP
    wait "$child" || status=$?
    while kill -0 "$child" 2> /dev/null; do
        status=0
        wait "$child" || status=$?
    done
    wait "$filter" || true
    exit $status
}
