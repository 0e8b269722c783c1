/** The program's mark: a deck under a cloud. */
export function Mark({ size = 20 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" fill="none" aria-hidden>
      <path
        d="M7.2 13.5a3.7 3.7 0 0 1-.3-7.4 5.3 5.3 0 0 1 10.1 1.1 3.2 3.2 0 0 1 .3 6.3"
        stroke="var(--yd-accent)"
        strokeWidth="2"
        strokeLinecap="round"
      />
      <path d="M4 17.5h16M7 21h10" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
    </svg>
  );
}
