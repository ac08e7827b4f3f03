# Sourced by mvnw. Keeps JAVA_HOME when it names a JDK that is new enough, otherwise looks for one in the usual places.
# A JDK tells its version in its "release" file, so nothing has to be started to find out.
muster_jdk_minimum=25

muster_jdk_fits() {
  [ -x "$1/bin/javac" ] && [ -f "$1/release" ] || return 1
  muster_jdk_major=$(sed -n 's/^JAVA_VERSION="\([0-9][0-9]*\).*/\1/p' "$1/release")
  [ "${muster_jdk_major:-0}" -ge "$muster_jdk_minimum" ]
}

if [ -z "${JAVA_HOME:-}" ] || ! muster_jdk_fits "$JAVA_HOME"; then
  muster_jdk_found=
  for muster_jdk in /usr/lib/jvm/* /opt/jdk* /opt/java/* "$HOME"/.jdks/* "$HOME"/.sdkman/candidates/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    if muster_jdk_fits "$muster_jdk"; then muster_jdk_found=$muster_jdk; fi
  done
  if [ -z "$muster_jdk_found" ]; then
    echo "Muster needs a JDK $muster_jdk_minimum or newer, and found none." >&2
    echo "Install one (for example Eclipse Temurin, https://adoptium.net), or point JAVA_HOME at it, and try again." >&2
    exit 1
  fi
  JAVA_HOME=$muster_jdk_found
  export JAVA_HOME
fi
