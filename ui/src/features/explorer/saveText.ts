/** Hands a text to the window's download, under that name. */
export function saveText(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  // The download has to have begun before its source may go.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
