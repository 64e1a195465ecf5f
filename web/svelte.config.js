// Svelte compiler settings shared by the build, the editor and svelte-check.
export default { compilerOptions: { runes: true } };
