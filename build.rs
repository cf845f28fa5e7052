//! How the program is linked.

use std::env;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    if is("CARGO_CFG_TARGET_OS", "linux") {
        at_a_fixed_address();
        in_the_order_of_a_question();
        if is("CARGO_CFG_TARGET_ENV", "gnu") {
            with_its_own_unwinder();
        }
    }
}

fn is(variable: &str, value: &str) -> bool {
    env::var(variable).is_ok_and(|set| set == value)
}

/// What unwinds the stack after a panic comes into the program from GCC's archive, which lies beside the shared library that Rust would
/// name: a library less to be found, mapped and put right at each start, a tenth of a millisecond.
fn with_its_own_unwinder() {
    println!("cargo::rustc-link-lib=static:-bundle=gcc_eh");
}

/// So that the 39,000 addresses in its tables (vtables, lists of words) are right as they stand in the file. Else they would be
/// put right at each start, in 184 pages that then have to be copied: a sixth of what a process that answers one question
/// spends. Libraries, heap and stacks still lie at random addresses.
fn at_a_fixed_address() {
    println!("cargo::rustc-link-arg-bins=-no-pie");
}

/// The functions that answer a question stand side by side. They are a tenth of the program: where they lie scattered, a
/// process that answers one question maps four times as many pages of it. `layout/question.ld` names them; `layout/make`
/// writes it. Names of functions are told there as `.cargo/config.toml` has the compiler write them.
///
/// GNU's linker and LLVM's, which Rust brings, know such scripts; where another one may be at work, the order is left as it
/// comes.
fn in_the_order_of_a_question() {
    println!("cargo::rerun-if-changed=layout/question.ld");
    let flags = env::var("CARGO_ENCODED_RUSTFLAGS").unwrap_or_default();
    let chosen = ["linker", "fuse-ld", "link-arg=-T"].iter().any(|choice| flags.contains(choice));
    if let (Ok(folder), None, false) = (env::var("CARGO_MANIFEST_DIR"), env::var_os("RUSTC_LINKER"), chosen) {
        println!("cargo::rustc-link-arg-bins=-T");
        println!("cargo::rustc-link-arg-bins={folder}/layout/question.ld");
    }
}
