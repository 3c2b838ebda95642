/**
 * Runs a container's program and outlives the emulator: claims the run, waits for the program, and leaves its exit code
 * in a file that appears whole or not at all; then ends all that the program left behind in its process group.
 * The program has a subshell of its own, so that no shell's "Killed" gets into the log.
 * Its stdin is a FIFO without a writer: at its end, like that of a container that nobody has attached to.
 * Its own variables begin with an underscore, as no variable of a container can. Descriptor 3 is the log.
 *   sh -c SCRIPT aci-container RUN_FOLDER/ PATH_OF_THE_SYSTEM PROGRAM [ARGUMENT...]
 */
export const launchScript = `
_run=$1
_path=$2
shift 2
set -C
echo $$ > "\${_run}pid" || exit 0
set +C
trap : TERM INT HUP
PATH=$_path mkfifo -m 600 "\${_run}stdin" 2>/dev/null
(
  # Opened for both directions first, because to open a FIFO for reading waits for a writer.
  [ -p "\${_run}stdin" ] && exec 4<>"\${_run}stdin" <"\${_run}stdin" 4>&-
  exec "$@" >&3 2>&3 3>&-
)
_code=$?
PATH=$_path
echo $_code > "\${_run}exit.part" && mv -f "\${_run}exit.part" "\${_run}exit"
kill -KILL 0
`;
