import type { Image } from '../../ipc/bindings';

export function imageFits(image: Image, platform: string | null, text: string): boolean {
  const search = text.trim().toLowerCase();
  return (
    (platform === null || image.platform === platform) &&
    (search === '' ||
      [image.name, image.id, image.os ?? '', image.description ?? ''].some((part) =>
        part.toLowerCase().includes(search),
      ))
  );
}

/** The platforms of some images with how many there are of each, the most frequent first. */
export function platformsOf(images: readonly Image[]): [platform: string, count: number][] {
  const counts = new Map<string, number>();
  for (const { platform } of images) if (platform) counts.set(platform, (counts.get(platform) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]));
}
