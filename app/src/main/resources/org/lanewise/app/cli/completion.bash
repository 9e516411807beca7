
# Bash cuts --option=value at the equals sign, which picocli's function would take for a word.
function _complete_lanewise_in_bash() {
  local words=() at=$COMP_CWORD i
  for ((i = 0; i < ${#COMP_WORDS[@]}; i++)); do
    if [ "${COMP_WORDS[i]}" != "=" ]; then
      words+=("${COMP_WORDS[i]}")
    elif ((i == COMP_CWORD)); then
      words+=("")
    elif ((i < COMP_CWORD)); then
      ((at -= 1))
    fi
  done
  COMP_WORDS=("${words[@]}")
  COMP_CWORD=$at
  _complete_lanewise
}
if [ -n "$BASH_VERSION" ]; then
  complete -F _complete_lanewise_in_bash -o default lanewise
fi
