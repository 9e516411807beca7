# What the launchers share: where the project is, a JDK 25, building on first use, running Java. To be sourced.

# With CDPATH set, cd may go elsewhere and print where.
unset CDPATH
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd) || exit 2
# What the launchers build, apart from Maven's target folders.
runs=$root/.built

fail() {
    echo "lanewise: $1" >&2
    exit 2
}

# What stands before the folders of the system; tests put a folder of theirs here.
system=

# Sets jdk to a JDK 25: JAVA_HOME, a java on the PATH, or one where version managers, build tools and packages put JDKs.
find_jdk() {
    local java folder candidate sdks gradle
    if take_jdk "${JAVA_HOME:-}"; then
        return
    fi
    while IFS= read -r java; do
        if take_jdk "$(home_of "$java")"; then
            return
        fi
    done < <(type -ap java)
    local home=${HOME:-/nowhere}
    sdks=${SDKMAN_DIR:-$home/.sdkman}/candidates/java
    gradle=${GRADLE_USER_HOME:-$home/.gradle}/jdks
    for folder in "$sdks" "${JENV_ROOT:-$home/.jenv}/versions" "${ASDF_DATA_DIR:-$home/.asdf}/installs/java" \
        "${MISE_DATA_DIR:-${XDG_DATA_HOME:-$home/.local/share}/mise}/installs/java" "$home/.jdks" "$gradle" \
        "$gradle"/* "$system"/usr/lib/jvm "$system"/usr/local/lib/jvm "$system"/usr/java "$system"/opt \
        "$system"/opt/java "$home/Library/Java/JavaVirtualMachines" "$system"/Library/Java/JavaVirtualMachines; do
        # On macOS the JDK lies deeper in its folder.
        for candidate in "$folder"/* "$folder"/*/Contents/Home; do
            if take_jdk "$candidate"; then
                return
            fi
        done
    done
    # Homebrew, on macOS and on Linux.
    for folder in "$system"/opt/homebrew "$system"/usr/local "$system"/home/linuxbrew/.linuxbrew; do
        for candidate in "$folder"/opt/openjdk*/libexec/openjdk.jdk/Contents/Home "$folder"/opt/openjdk*/libexec; do
            if take_jdk "$candidate"; then
                return
            fi
        done
    done
    fail "no JDK 25 found${JAVA_HOME:+ (JAVA_HOME is $JAVA_HOME)}; install Debian's openjdk-25-jdk, Adoptium's\
 temurin-25-jdk or by SDKMAN (sdk install java 25-tem), or set JAVA_HOME to one"
}

# Sets jdk to folder $1, if that is a JDK 25.
take_jdk() {
    [[ -n $1 && -x $1/bin/javac && -x $1/bin/java ]] && grep -qs '^JAVA_VERSION="25[".]' "$1/release" && jdk=$1
}

# Prints the folder of the JDK that program $1 belongs to. The shims of jenv, asdf and mise are scripts or links to
# another program, which choose a JDK when they run, so we ask the Java that they run.
home_of() {
    local program first
    program=$(readlink -f "$1") || return
    if [[ ${program##*/} == java && -e ${program%/bin/java}/release ]]; then
        echo "${program%/bin/java}"
        return
    fi
    IFS= read -r -n 2 first < "$program" 2> /dev/null
    if [[ $first == '#!' || ${program##*/} != java ]]; then
        "$1" -XshowSettings:properties -version 2>&1 < /dev/null | sed -n 's/^ *java\.home = //p'
    fi
}

find_maven() {
    command -v mvn > /dev/null || fail "no Maven found; install Debian's maven or by SDKMAN (sdk install maven):\
 version 3.8 or later, with mvn on the PATH"
}

# Runs Maven in folder $1, on our JDK: Maven fails if JAVA_HOME leads nowhere, and its plugins fail on an old JDK.
maven() {
    find_maven
    (cd "$1" && shift && JAVA_HOME=$jdk mvn "$@")
}

# Prints the version of all parts.
project_version() {
    sed -n 's:.*<revision>\(.*\)</revision>.*:\1:p' "$root/build/pom.xml"
}

# Prints Maven's local repository, whoever set it: settings, options or nobody. Its answer goes to file $1 on the way.
local_repository() {
    maven "$root" -q help:evaluate -Dexpression=settings.localRepository "-Doutput=$1" > /dev/null 2>&1 && cat "$1"
}

# What project $1 is built from, seen from the root.
parts_of() {
    echo LICENSE NOTICE pom.xml .mvn build/pom.xml src/main src/generated tools/pom.xml tools/src/main testkit/pom.xml testkit/src/main \
        "$1/pom.xml" "$1/src/main"
}

# Prints a checksum of the names and contents of what project $1 is built from, in folder $2.
sources_key() {
    (cd "$2" && find $(parts_of "$1") -type f -exec cksum {} + | LC_ALL=C sort | cksum | tr ' ' -)
}

# Prints the jars in folder $1 with their sizes.
list_jars() {
    (cd "$1" && wc -c -- *.jar lib/*.jar) 2> /dev/null
}

# Whether folder $1 holds all that its build put there.
is_whole() {
    [[ -f $1/jars && "$(list_jars "$1")" == "$(cat "$1/jars")" ]]
}

# Sets built to the folder of a build of project $1 of the sources with key $2, and fails if there is none.
find_build() {
    for built in "$runs/$1/$2".*; do
        if is_whole "$built"; then
            return
        fi
    done
    return 1
}

# Sets built to a folder with $1.jar, project $1's own, and lib/, the jars that it needs. Builds them if there are none
# of the present sources.
build_if_stale() {
    local key
    key=$(sources_key "$1" "$root")
    if find_build "$1" "$key"; then
        return
    fi
    find_maven
    if ! mkdir -p "$runs/$1" 2> /dev/null || [[ ! -w $runs || ! -w $runs/$1 ]]; then
        fail "$runs: builds go there, must be a folder that can be written to"
    fi
    lock_builds
    if ! find_build "$1" "$key"; then
        echo "lanewise: building (the first time takes a minute) ..." >&2
        built=$(build "$1" 9>&-) || exit
    fi
    unlock_builds
}

# Builds project $1 and prints the folder with its jars; in a subshell. A build may be killed at any moment, and Maven
# may run in the target folders at the same time. So this one works on a copy of the sources, from nothing: Maven takes
# a cut file for up to date if it is newer than its source. What the build made moves to its place in one step.
build() {
    local old self key log place
    for old in "$runs"/build.*; do
        if [[ -e $old ]] && ! is_running "$(cut -d. -f2 <<< "${old##*/}")"; then
            rm -rf "$old"
        fi
    done
    # This subshell, not $$: where its launcher alone is killed it goes on, and its folder must not be cleared away.
    self=$(exec sh -c 'echo $PPID')
    work=$(mktemp -d "$runs/build.$self.XXXXXX") || exit 2
    trap 'rm -rf "$work"' EXIT
    (set -o pipefail && cd "$root" && tar cf - $(parts_of "$1") | (cd "$work" && tar xf -)) \
        || fail 'the sources could not be copied'
    key=$(sources_key "$1" "$work")

    # One run of Maven for all four: each uses the jars of this build, not those in the local repository.
    printf '%s\n' \
        '<project>' \
        '<modelVersion>4.0.0</modelVersion>' \
        '<groupId>org.lanewise</groupId><artifactId>lanewise-launcher</artifactId><version>1</version>' \
        '<packaging>pom</packaging>' \
        "<modules><module>pom.xml</module><module>tools</module><module>testkit</module><module>$1</module></modules>" \
        '</project>' > "$work/launcher.xml"
    # The user's JVM options are for what is launched.
    if ! log=$(unset JDK_JAVA_OPTIONS && maven "$work" -q -f launcher.xml package -Dmaven.test.skip=true 2>&1); then
        # Names the user's files, not their copies.
        echo "${log//"$work"/$root}" >&2
        fail 'the build failed; its output is above'
    fi
    mkdir "$work/out" \
        && mv "$work/$1"/target/lanewise-"$1"-*.jar "$work/out/$1.jar" \
        && mv "$work/$1/target/lib" "$work/out/lib" \
        && list_jars "$work/out" > "$work/out/jars" \
        || fail 'the build left no jars'
    # A name of its own, so that builds at the same time don't move onto each other.
    place=$runs/$1/$key.${work##*.}
    mv "$work/out" "$place" || exit 2
    # One build of other sources stays, for programs that still run from it.
    (cd "${runs:?}/$1" && ls -1td -- */) | grep -v "^$key[.]" | tail -n +2 | while IFS= read -r old; do
        rm -rf "${runs:?}/$1/$old"
    done
    echo "$place"
}

# Whether process $1 runs. A killed one may stay in the list, as a zombie, until its parent has asked for it.
is_running() {
    if command -v ps > /dev/null; then
        ps -o stat= -p "$1" 2> /dev/null | grep -q '^[^Z]'
    else
        # As in a slim container.
        kill -0 "$1" 2> /dev/null
    fi
}

# Waits for other builds. This only saves work: builds at the same time don't harm each other. Without flock, as on
# macOS, the lock is a folder. It outlives a killed owner, so we look whether the owner still runs.
lock_builds() {
    local folder=$runs/locked owner waited
    if command -v flock > /dev/null; then
        exec 9> "$runs/lock"
        flock -n 9 && return
        echo 'lanewise: waiting for another build ...' >&2
        flock 9
        return
    fi
    for ((waited = 0; ; waited++)); do
        if mkdir "$folder" 2> /dev/null; then
            echo $$ > "$folder/owner"
            return
        fi
        if [[ $waited == 1 ]]; then
            echo "lanewise: waiting for another build; if there is none, remove $folder ..." >&2
        fi
        owner=$(cat "$folder/owner" 2> /dev/null) || owner=
        # An owner that was killed early left no name.
        if [[ -n $owner ]] && ! is_running "$owner" || [[ -z $owner && $waited -ge 3 ]]; then
            rm -rf "$folder"
        else
            sleep 1
        fi
    done
}

unlock_builds() {
    if command -v flock > /dev/null; then
        exec 9>&-
    else
        rm -rf "$runs/locked"
    fi
}

# Runs Java with what the vector kernels need, and protobuf-java to be silent, after the user's own JDK_JAVA_OPTIONS.
# Where errors go to a file or a program, the lines that the JVM itself prints about its options are left out: what
# remains is ours.
run_java() {
    local java=("$jdk/bin/java" --add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED
        --sun-misc-unsafe-memory-access=allow "$@")
    if [[ -t 2 ]]; then
        exec "${java[@]}"
    fi
    exec 3> >(grep --line-buffered -v -e '^WARNING: Using incubator modules: ' \
        -e '^NOTE: Picked up JDK_JAVA_OPTIONS: ' -e '^Picked up JAVA_TOOL_OPTIONS: ' >&2)
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
