// The same mark as Yundeck's: what can be used is there, and a frame with it was drawn.
document.querySelector('button').addEventListener('click', () => undefined);
requestAnimationFrame(() => performance.mark('ready'));
